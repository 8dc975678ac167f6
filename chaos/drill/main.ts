import { runAsProcess } from '../whole-run';
import { DRILL_HELP, readDrillOptions } from './options';
import { drillTable } from './table';

/** `npm run drill`: see `DRILL_HELP`. */
runAsProcess({ name: 'npm run drill', help: DRILL_HELP, read: readDrillOptions, tableOf: drillTable });
