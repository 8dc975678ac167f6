import type { Context } from '@temporalio/activity';
import type { ActivityInterceptorsFactory } from '@temporalio/worker';

const EVERY_MILLISECONDS = 1_000;

/**
 * Heartbeats for every regular activity while it runs, so that the engine notices within seconds when a worker died
 * in the middle of one: a charge then becomes unknown, and is looked up, without waiting for its whole time limit.
 */
export const heartbeating: ActivityInterceptorsFactory = (context: Context) => ({
  inbound: {
    async execute(input, next) {
      if (context.info.isLocal || context.info.heartbeatTimeoutMs === undefined) return next(input);
      const beating = setInterval(() => context.heartbeat(), EVERY_MILLISECONDS);
      try {
        return await next(input);
      } finally {
        clearInterval(beating);
      }
    },
  },
});
