import { assertEquals } from "@std/assert";
import { parseArgs } from "@std/cli/parse-args";

/** A plain copy: the original's result has a type of its own for each set of options. */
function plain(args: object): Record<string, unknown> {
  return { ...args };
}

Deno.test("parseArgs() guesses types where no option names them", () => {
  assertEquals(plain(parseArgs(["--foo", "--bar=baz", "--n", "5", "./quux.txt", "7"])), {
    _: ["./quux.txt", 7],
    foo: true,
    bar: "baz",
    n: 5,
  });
});

Deno.test("parseArgs() gives strings and booleans as options say", () => {
  const options = { boolean: ["verbose", "dry"], string: ["name", "empty", "absent"] };
  assertEquals(plain(parseArgs(["--verbose", "x", "--name", "5", "--empty"], options)), {
    _: ["x"],
    verbose: true,
    dry: false,
    name: "5",
    empty: "",
  });
  assertEquals(plain(parseArgs(["--verbose=false", "--dry", "true", "--name", "-x"], options)), {
    _: [],
    verbose: false,
    dry: true,
    name: "",
    x: true,
  });
});

Deno.test("parseArgs() keeps the last value of a scalar and all of a collected one", () => {
  const options = { string: ["a", "list", "none"], collect: ["list", "none"] };
  assertEquals(plain(parseArgs(["--a=1", "--list=1", "--a=2", "--list", "2"], options)), {
    _: [],
    a: "2",
    list: ["1", "2"],
    none: [],
  });
});

Deno.test("parseArgs() negates what may be negated", () => {
  const options = { boolean: ["color", "b"], negatable: ["color"], collect: ["b"] };
  assertEquals(plain(parseArgs(["--no-color", "--no-x"], options)), {
    _: [],
    color: false,
    "no-x": true,
    b: [],
  });
});

Deno.test("parseArgs() sets every alias of a name", () => {
  const options = { boolean: ["help"], string: ["file"], alias: { help: "h", file: ["f", "in"] } };
  assertEquals(plain(parseArgs(["-h", "-f", "x"], options)), {
    _: [],
    help: true,
    h: true,
    file: "x",
    f: "x",
    in: "x",
  });
});

Deno.test("parseArgs() reads clusters of letters", () => {
  assertEquals(plain(parseArgs(["-abc", "-n5", "-m=x", "-o", "out", "-"])), {
    _: ["-"],
    a: true,
    b: true,
    c: true,
    n: 5,
    m: "x",
    o: "out",
  });
  assertEquals(plain(parseArgs(["-v", "true", "-q", "file"], { boolean: ["v", "q"] })), {
    _: ["file"],
    v: true,
    q: true,
  });
});

Deno.test("parseArgs() fills in defaults", () => {
  const options = { string: ["a", "b"], default: { a: "x", b: "y" }, alias: { a: "aa" } };
  assertEquals(plain(parseArgs(["--b=z"], options)), { _: [], a: "x", aa: "x", b: "z" });
});

Deno.test("parseArgs() stops at -- and, when asked, at the first positional", () => {
  assertEquals(plain(parseArgs(["a", "--", "--b", "1"])), { _: ["a", "--b", "1"] });
  assertEquals(plain(parseArgs(["a", "--", "--b"], { "--": true })), { _: ["a"], "--": ["--b"] });
  assertEquals(plain(parseArgs(["--x=1", "run", "--y"], { stopEarly: true })), {
    _: ["run", "--y"],
    x: 1,
  });
});

Deno.test("parseArgs() asks about what no option names, and leaves out what is refused", () => {
  const asked: unknown[] = [];
  const parsed = parseArgs(["--known", "--other=1", "-z", "pos"], {
    boolean: ["known"],
    unknown: (arg, key, value) => {
      asked.push([arg, key, value]);
      return key !== "other";
    },
  });
  assertEquals(asked, [["--other=1", "other", "1"], ["-z", "z", "pos"]]);
  assertEquals(plain(parsed), { _: [], known: true, z: "pos" });
});

Deno.test("parseArgs() keeps positional arguments as texts when _ is a string", () => {
  assertEquals(plain(parseArgs(["7", "0x10"], { string: ["_"] })), { _: ["7", "0x10"] });
  assertEquals(plain(parseArgs(["7", "0x10"])), { _: [7, 16] });
});
