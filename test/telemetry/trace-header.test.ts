import { defaultPayloadConverter } from '@temporalio/common';
import { traceIn } from '../../telemetry/temporal/trace-header';
import { NO_PAYLOADS } from '../support/strangers';

describe('the trace of a step', () => {
  it('a header that is none belongs to no trace, and stops no step', () => {
    for (const traceparent of Object.values(NO_PAYLOADS)) expect(traceIn({ traceparent })).toBeNull();
    expect(traceIn({ traceparent: defaultPayloadConverter.toPayload({ a: 1 }) })).toBeNull();
    expect(traceIn({})).toBeNull();
  });
});
