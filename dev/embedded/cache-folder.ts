import { userCacheFolder } from 'statechart-host/testing';

/** The folder for what is fetched or built once: `$AVENANT_CACHE_DIR`, `$XDG_CACHE_HOME/avenant`, `~/.cache/avenant`. */
export function cacheFolder(env: NodeJS.ProcessEnv = process.env): string {
  return env.AVENANT_CACHE_DIR || userCacheFolder('avenant', env);
}
