/** `ti-misp map` */
import { parseArguments } from "../lib/cli/arguments.ts";
import type { Command } from "../lib/cli/command.ts";
import type { Help } from "../lib/cli/help.ts";
import { MAP_FLAGS, mapOptions } from "../lib/run/map_flags.ts";

const help: Help = {
  summary: "Reads MISP's JSON on standard input and writes one ECS document a line on standard " +
    "output, without any server or configuration.",
  examples: [
    {
      text: "An event that was exported, for reading",
      command: "ti-misp map --pretty < event.json",
    },
    {
      text: "What a search finds",
      command: "curl … | ti-misp map > ecs.ndjson",
    },
    {
      text: "A whole feed, with links to the MISP that made it",
      command: "cat feed/*-*.json | ti-misp map --misp-url https://misp.example.com",
    },
    {
      text: "The same output whenever it runs",
      command: "ti-misp map --now 2026-01-31 < event.json",
    },
  ],
  usage: "ti-misp map [FLAGS] < MISP.json",
  flags: MAP_FLAGS,
  notes: [
    "Input is UTF-8 JSON in any form MISP gives it: answers of attributes/restSearch and " +
    "events/restSearch, events, attributes, objects, files of a feed, lists of these, and " +
    "values one after the other, such as one a line (NDJSON). Deleted attributes are left out.",
    "Nothing is written for a value before all of it was read. Input of up to 64 MB is read to its " +
    "end before anything is written; of longer NDJSON, the documents of earlier lines may be out " +
    "when a later line turns out broken.",
  ],
  exitCodes: [
    { name: "0", text: "done, all of it, or nobody reads the output any more" },
    { name: "1", text: "failed, such as a full disk" },
    { name: "2", text: "usage, or input that is not MISP's JSON; the message tells where" },
    { name: "130, 143", text: "interrupted" },
  ],
};

export const map: Command = {
  name: "map",
  text: "Turn MISP's JSON on stdin into ECS on stdout",
  help,
  flags: MAP_FLAGS,
  async run(world, argv) {
    const { values } = parseArguments(argv, MAP_FLAGS);
    const options = mapOptions(values, world.clock.now());
    // The mapping is loaded only now: a help text should not wait for it.
    const { runMap } = await import("../lib/run/map_command.ts");
    return await runMap(world, options);
  },
};
