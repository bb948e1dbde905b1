/**
 * What configuration and answers must look like, by zod. It would make code for each schema, which
 * takes longer than to read the few texts that a run has without it.
 */
import { z } from "zod";

z.config({ jitless: true });

export { z };
