import { CHAOS_HELP, readChaosOptions } from './options';
import { tableOf } from './report';
import { runAsProcess } from './whole-run';

/** `npm run chaos`: see `CHAOS_HELP`. */
runAsProcess({ name: 'npm run chaos', help: CHAOS_HELP, read: readChaosOptions, tableOf });
