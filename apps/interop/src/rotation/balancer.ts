import { connect, createServer } from 'node:net';
import { listen } from '@oauth/app-kit/listen';

/** One address for several nodes: connects each incoming connection to the next port in turn. */
export interface Balancer {
  readonly url: string;
  readonly setPorts: (ports: readonly number[]) => void;
  readonly close: () => void;
}

/** Starts a balancer on a free port of loopback. */
export async function startBalancer(): Promise<Balancer> {
  let ports: readonly number[] = [];
  let turn = 0;
  const server = createServer((incoming) => {
    turn += 1;
    const outgoing = connect(ports[turn % ports.length] ?? 0, '127.0.0.1');
    incoming.pipe(outgoing).pipe(incoming);
    incoming.once('error', () => outgoing.destroy());
    outgoing.once('error', () => incoming.destroy());
  });
  return {
    url: `http://127.0.0.1:${await listen(server)}`,
    setPorts: (next) => (ports = next),
    close: () => server.close(),
  };
}
