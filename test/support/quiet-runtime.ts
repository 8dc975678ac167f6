import { DefaultLogger, makeTelemetryFilterString, Runtime } from '@temporalio/worker';

declare global {
  var avenantRuntimeIsQuiet: boolean | undefined;
}

/** Once a process. Failing tasks are what many tests are about; the engine's warnings of them would bury the report. */
export function quietRuntime(): void {
  if (globalThis.avenantRuntimeIsQuiet) return;
  globalThis.avenantRuntimeIsQuiet = true;
  Runtime.install({
    logger: new DefaultLogger('ERROR'),
    telemetryOptions: { logging: { filter: makeTelemetryFilterString({ core: 'ERROR', other: 'ERROR' }) } },
  });
}
