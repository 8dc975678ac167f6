// A lock that a crash cannot leave behind: a file naming its owner, which counts only while that owner runs.
// Plain JavaScript because the guardian, a bare Node process, needs it too.

const { linkSync, readFileSync, rmSync, writeFileSync } = require('node:fs');
const { setTimeout: pause } = require('node:timers/promises');

const LOOK_AGAIN_MS = 50;

/** A number that a later process with the same id does not share; empty where the system does not tell. */
function startOf(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name in parentheses may hold spaces; the start time is the 20th field after it.
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '';
  } catch {
    return '';
  }
}

function isRunning(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

/** The process id written in the lock file if that very process still runs, else undefined. */
function ownerOf(file) {
  let text;
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
  const [pid, start] = text.split(' ');
  const alive = isRunning(Number(pid)) && startOf(Number(pid)) === (start ?? '');
  return alive ? Number(pid) : undefined;
}

/** Takes the lock if the file is not there. Linking makes the file appear whole, so nobody ever reads half an owner. */
function tryLock(file) {
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, `${process.pid} ${startOf(process.pid)}`);
  try {
    linkSync(draft, file);
  } catch (error) {
    if (error.code !== 'EEXIST') throw error;
    return undefined;
  } finally {
    rmSync(draft, { force: true });
  }
  return () => rmSync(file, { force: true });
}

/**
 * Waits up to `waitMs` for the lock. Resolves to a function that releases it, or to the id of the process that holds it.
 */
async function takeLock(file, waitMs) {
  const deadline = Date.now() + waitMs;
  for (;;) {
    const release = tryLock(file);
    if (release) return { release };
    const heldBy = ownerOf(file);
    if (heldBy === undefined) rmSync(file, { force: true });
    else if (Date.now() >= deadline) return { heldBy };
    else await pause(LOOK_AGAIN_MS);
  }
}

module.exports = { takeLock };
