import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** Installs the peer beside its lock file the first time it is asked for. @throws Error when npm cannot. */
export async function installPeer(): Promise<void> {
  if (existsSync(join(__dirname, 'node_modules', '@restatedev', 'xstate'))) return;
  process.stderr.write('Installing Restate for the comparison (about 230 MB, once)\n');
  const npm = spawn('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], { cwd: __dirname, stdio: 'inherit' });
  const [code] = await once(npm, 'exit');
  if (code !== 0) throw new Error(`Restate could not be installed: npm ended with ${code}. Run without --restate.`);
}
