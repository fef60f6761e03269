import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Clients that Debian has not, at the versions that are tried. */
const MODULES = {
  crane: 'github.com/google/go-containerregistry/cmd/crane@v0.22.1',
  oras: 'oras.land/oras/cmd/oras@v1.3.6',
} as const;

/** Where the program is; made by `go install` when it is not there. Why not, where it cannot be. */
export function goProgram(
  name: keyof typeof MODULES,
): { readonly path: string } | { readonly missing: string } {
  const module = MODULES[name];
  const folder = join(tmpdir(), 'drydock-go', module.replaceAll(/[^\w.-]/g, '_'));
  const path = join(folder, name);
  if (existsSync(path)) return { path };
  const env = { ...process.env, GOBIN: folder, GOTOOLCHAIN: 'auto' };
  const made = spawnSync('go', ['install', module], { env });
  if (made.status === 0) return { path };
  const why = `go install ${module}: ${made.error?.message ?? made.stderr.toString().slice(-300)}`;
  if (process.env['CI'] === 'true') throw new Error(why);
  return { missing: `SKIPPED: ${why}` };
}
