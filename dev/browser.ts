import { existsSync } from 'node:fs';

/** Where distributions put Chromium. */
const PLACES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** The Chromium that the browser tests drive: the one that CHROMIUM_PATH names, or the distribution's; undefined for none. */
export const browserOnThisMachine = (): string | undefined =>
  [process.env.CHROMIUM_PATH, ...PLACES].find((place) => place !== undefined && existsSync(place));

export const NO_BROWSER =
  'There is no Chromium on this machine: install it ("apt-get install chromium"), or name it in CHROMIUM_PATH.';
