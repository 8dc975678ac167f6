import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { InjectedSinks } from '@temporalio/worker';
import type { Inspected, StatechartSinks } from 'statechart-host/workflow';
import { viewerPage } from './page';

/** An inspection event with the workflow it comes from. */
export interface Seen extends Inspected {
  workflowId: string;
  runId: string;
}

export interface Viewer {
  /** Where the page is, on this machine alone. */
  url: string;
  /** For the option `sinks` of a worker. */
  sinks: InjectedSinks<StatechartSinks>;
  stop(): Promise<void>;
}

/** Events that somebody who comes later is told first. */
const KEPT = 500;
/** Bytes that may wait for a page which does not read them. */
const PATIENCE = 1_048_576;

/** Starts a page on which the machines of a worker are watched. */
export async function startViewer(): Promise<Viewer> {
  const kept: Seen[] = [];
  const pages = new Set<ServerResponse>();
  // A task that is tried again tells its own once more.
  const latest = new Map<string, number>();

  const tell = (seen: Seen): void => {
    if (seen.number <= (latest.get(seen.runId) ?? 0)) return;
    latest.set(seen.runId, seen.number);
    kept.push(seen);
    if (kept.length > KEPT) kept.shift();
    for (const one of pages) {
      one.write(asMessage(seen));
      if (one.writableLength > PATIENCE) one.destroy();
    }
  };

  const server = createServer((request, response) => {
    if (request.url !== '/events') {
      response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(viewerPage);
      return;
    }
    response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
    response.write(`: ${kept.length} so far\n\n${kept.map(asMessage).join('')}`);
    pages.add(response);
    response.on('close', () => pages.delete(response));
  });
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(0, '127.0.0.1', resolve));

  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    sinks: {
      statechart: {
        inspect: { fn: ({ workflowId, runId }, inspected) => tell({ ...inspected, workflowId, runId }) },
      },
    },
    async stop() {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
  };
}

const asMessage = (seen: Seen): string => `data: ${JSON.stringify(seen)}\n\n`;
