import { connect, createServer } from 'node:net';

/** Brings each connection to the next of its ports: the one address that several nodes have. */
export interface Balancer {
  readonly url: string;
  readonly use: (ports: readonly number[]) => void;
  readonly close: () => void;
}

/** Listens on a free port of loopback. */
export async function startBalancer(): Promise<Balancer> {
  let ports: readonly number[] = [];
  let turn = 0;
  const server = createServer((incoming) => {
    turn += 1;
    const outgoing = connect(ports[turn % ports.length] ?? 0, '127.0.0.1');
    incoming.pipe(outgoing).pipe(incoming);
    for (const [one, other] of [
      [incoming, outgoing],
      [outgoing, incoming],
    ] as const)
      one.once('error', () => other.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  return {
    url: `http://127.0.0.1:${port}`,
    use: (next) => (ports = next),
    close: () => server.close(),
  };
}
