import { context, propagation, ROOT_CONTEXT, SpanStatusCode, trace } from '@opentelemetry/api';
import type { RequestHandler } from 'express';
import { subjectNow } from '../../telemetry/subject';
import { beginSpan, SpanKind } from '../../telemetry/traces/spans';
import { routeTemplateOf } from './measuring';

/** Each request as a span, a part of the trace that its caller names; no more than that of what it brings gets into it. */
export const traceRequests: RequestHandler = (request, response, next) => {
  const parent = propagation.extract(ROOT_CONTEXT, request.headers);
  const subject = subjectNow();
  const { method } = request;
  const span = beginSpan(method, { kind: SpanKind.SERVER, attributes: { 'http.request.method': method }, parent });
  response.once('close', () => {
    const route = routeTemplateOf(request);
    const { requestId = '', tenantId = '', orderId = '' } = subject;
    span.updateName(`${method} ${route}`);
    span.setAttributes({ 'http.route': route, 'http.response.status_code': response.statusCode });
    span.setAttributes({ 'avenant.request_id': requestId, 'avenant.tenant_id': tenantId, 'avenant.order_id': orderId });
    if (response.statusCode >= 500) span.setStatus({ code: SpanStatusCode.ERROR });
    span.end();
  });
  context.with(trace.setSpan(parent, span), next);
};
