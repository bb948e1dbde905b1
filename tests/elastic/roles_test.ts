/** The printed roles on a real server with security: each is enough, and nothing in it is too much. */
import { assert, assertEquals } from "@std/assert";
import { EXIT } from "../../lib/cli/exit.ts";
import { EngineLab, type RoleDescriptor } from "../engines/engine_lab.ts";
import { startElasticsearch } from "../support/engine.ts";
import { OLD_INDEX } from "./support/old_index.ts";

const engine = await startElasticsearch({ tls: true });

/** What the server lacks cannot be missed: it has neither ILM nor transforms. */
const UNTESTABLE = new Set(["manage_ilm", "manage_transform"]);

interface Lack {
  readonly privilege: string;
  /** What an error must name: the privilege's action is told by the server. */
  readonly place: string;
  readonly role: RoleDescriptor;
}

/** The role without one privilege, for each that it has. */
function* lacks({ cluster, indices }: RoleDescriptor): Generator<Lack> {
  for (const privilege of cluster) {
    const role = { cluster: cluster.filter((each) => each !== privilege), indices };
    yield { privilege, place: "cluster", role };
  }
  for (const [position, { names, privileges }] of indices.entries()) {
    for (const privilege of privileges) {
      const less = privileges.filter((each) => each !== privilege);
      const role = {
        cluster,
        indices: indices.toSpliced(
          position,
          1,
          ...(less.length === 0 ? [] : [{ names, privileges: less }]),
        ),
      };
      yield { privilege, place: names[0] ?? "", role };
    }
  }
}

/** Something to write, to remove, to journal and to forget. */
function change(lab: EngineLab): void {
  // A run that may not give its lease back keeps the next one out for a while.
  lab.now += 600_000;
  forgetAnEvent(lab);
  const wanted = new Set(lab.wanted());
  const [edited, removed] = lab.model.attributes
    .filter(({ uuid, objectId }) => wanted.has(`lab:${uuid}`) && objectId === 0);
  assert(edited !== undefined && removed !== undefined);
  lab.model.editAttribute(edited, { comment: `Changed at ${lab.now}` });
  lab.model.softDeleteAttribute(removed);
  for (const { eventId } of [edited, removed]) lab.model.publish(eventId);
}

function forgetAnEvent({ model }: EngineLab): void {
  const event = model.events.find(({ published }) => published);
  assert(event !== undefined, "no event is left");
  model.deleteEvent(event);
}

function rolesTest(
  name: string,
  work: (lab: EngineLab) => Promise<void>,
  env: Readonly<Record<string, string>> = {},
): void {
  Deno.test({
    name,
    ignore: engine.url === undefined,
    async fn() {
      if (engine.url === undefined) return;
      await using lab = await EngineLab.start(engine, {
        events: 40,
        attributes: 12,
        published: 1,
        env,
      });
      await work(lab);
    },
  });
}

/** Tries the command without each of the privileges in turn, and at last with all of them. */
async function tryLacks(
  lab: EngineLab,
  args: readonly string[],
  { before = () => Promise.resolve(), skip = () => false }: {
    readonly before?: () => Promise<void>;
    readonly skip?: (lack: Lack) => boolean;
  } = {},
): Promise<void> {
  const [command = ""] = args;
  const role = (await lab.printedRoles())[command];
  assert(role !== undefined);
  const enough: string[] = [];
  for (const lack of lacks(role)) {
    if (UNTESTABLE.has(lack.privilege) || skip(lack)) continue;
    await before();
    await lab.useKey(command, lack.role);
    const { code, stdout, stderr } = await lab.run(...args);
    const told = `${stdout}${stderr}`;
    if (code === EXIT.done) enough.push(`${lack.privilege} on ${lack.place}`);
    else {
      assertEquals(code, EXIT.unauthorised, `without ${lack.privilege}: ${told}`);
      const named = new RegExp(
        `granted by the (index|cluster) privileges \\[[^\\]]*\\b${lack.privilege}\\b`,
      );
      assert(named.test(told), `without ${lack.privilege} on ${lack.place}: ${told}`);
      if (lack.place !== "cluster") assert(told.includes(lack.place), told);
    }
  }
  assertEquals(enough, [], "privileges that are not needed");
  await before();
  await lab.useKey(command, role);
  const { code, stdout, stderr } = await lab.run(...args);
  assertEquals(code, EXIT.done, `${stdout}${stderr}`);
}

const HISTORY = { TI_MISP_ELASTICSEARCH_HISTORY: "true" };

/** Only the first record makes a data stream. */
const makesStream = ({ privilege }: Lack) => privilege === "auto_configure";

rolesTest("sync-attributes needs exactly its role, and names what is missing", async (lab) => {
  await lab.json("install-assets");
  const before = () => Promise.resolve(change(lab));
  const args = ["sync-attributes", "--max-delete", "100%"];
  await tryLacks(lab, args, { before, skip: (lack) => !makesStream(lack) });
  await tryLacks(lab, args, { before, skip: makesStream });
}, HISTORY);

rolesTest("expire needs exactly its role, and names what is missing", async (lab) => {
  await lab.json("install-assets");
  const before = async () => {
    lab.now = Date.now();
    await lab.json("sync-attributes", "--full", "--max-delete", "100%");
    forgetAnEvent(lab);
    lab.now += 80 * 86_400_000;
  };
  // Documents are written to only in order to mark them.
  const marks = ({ privilege, place }: Lack) => privilege === "index" && place === lab.names.latest;
  const args = ["expire", "--max-delete", "100%"];
  await tryLacks(lab, args, { before, skip: (lack) => marks(lack) || makesStream(lack) });
  await tryLacks(lab, [...args, "--mark"], { before, skip: (lack) => !marks(lack) });
}, HISTORY);

rolesTest("status needs exactly its role, and names what is missing", async (lab) => {
  await lab.json("install-assets");
  await tryLacks(lab, ["status"]);
});

rolesTest("sync-events needs exactly its role, and names what is missing", async (lab) => {
  await lab.json("install-assets");
  const before = () => Promise.resolve(change(lab));
  await tryLacks(lab, ["sync-events", "--max-delete", "100%"], {
    before,
    skip: (lack) => !makesStream(lack),
  });
  await tryLacks(lab, ["sync-events", "--max-delete", "100%"], { before, skip: makesStream });
});

rolesTest("install-assets needs exactly its role, and names what is missing", async (lab) => {
  const { names, client } = lab;
  await lab.json("install-assets");
  await lab.json("sync-events");
  // Something to make, something to replace, and something to count.
  await tryLacks(lab, ["install-assets"], {
    async before() {
      lab.keys.delete("install-assets");
      await lab.json("install-assets", "--uninstall", "--with-data", "--yes");
      await client.ask({ method: "PUT", path: `/${names.latest}`, body: OLD_INDEX });
    },
    skip: ({ place }) => place === names.journal,
  });
  await tryLacks(lab, ["install-assets", "--uninstall", "--dry-run"], {
    skip: ({ place }) => place !== names.journal,
  });
  // The index is the second of its name by now, which is an alias.
  const role = (await lab.printedRoles())["sync-attributes"];
  assert(role !== undefined);
  const { indices } = role;
  for (const isPlain of [false, true]) {
    const named = indices.map(({ names, privileges }) => ({
      names: names.filter((name) => !isPlain || !name.endsWith("*")),
      privileges,
    }));
    await lab.useKey("sync-attributes", { ...role, indices: named });
    await lab.json("sync-attributes", "--full");
    await lab.assertInStep();
  }
}, HISTORY);
