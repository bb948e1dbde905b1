/** What `install-assets` can do, by the flag that asks for it. */
import type { Session } from "../cli/session.ts";
import type { Engine } from "../elastic/flavour.ts";
import { install } from "./install.ts";
import { printAssets, printRoles } from "./install_print.ts";
import { uninstall, type UninstallOptions } from "./install_uninstall.ts";

export interface InstallModeOptions extends UninstallOptions {
  readonly engine: Engine | undefined;
  readonly place: string;
}

const MODES = {
  "apply": (session, { dryRun, json }) =>
    install(session, { mode: dryRun ? "plan" : "apply", json }),
  "diff": (session, { json }) => install(session, { mode: "diff", json }),
  "print": printAssets,
  "print-roles": (session, { engine = "elasticsearch" }) => printRoles(session, engine),
  "uninstall": uninstall,
} satisfies Record<string, (session: Session, options: InstallModeOptions) => Promise<number>>;

export function runInstallMode(
  session: Session,
  mode: keyof typeof MODES,
  options: InstallModeOptions,
): Promise<number> {
  return MODES[mode](session, options);
}
