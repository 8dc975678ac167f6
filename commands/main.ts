#!/usr/bin/env -S node --enable-source-maps
import { avenant } from './avenant';

/** The command `avenant`: see `docs/commands.md`. */

const write = (stream: NodeJS.WriteStream) => (line: string) => void stream.write(`${line}\n`);

void avenant(process.argv.slice(2), {
  environment: process.env,
  print: write(process.stdout),
  tell: write(process.stderr),
  withData: (use) => use(process.env),
}).then((code) => {
  if (code !== undefined) process.exitCode = code;
});
