/** Loaded before the program: from one look at the clock on, it is another time. */
const [seconds = 0, look = 1] = (Deno.env.get("TI_MISP_TEST_CLOCK") ?? "").split("@").map(Number);
const now = Date.now;
let looks = 0;
Date.now = () => now() + (++looks >= look ? seconds * 1000 : 0);
