import { fileURLToPath } from 'node:url';
import { startNode, type NodeProcess } from '@oauth/tooling/node-process';
import { paceArguments, type Pace } from '../fast-clock.js';
import { startBalancer } from './balancer.js';

/** Processes of an authorization server behind one address, and of APIs that take its tokens. */
export interface Cluster {
  readonly issuer: string;
  readonly apis: readonly string[];
  /** Where each node answers by itself. */
  readonly nodes: () => readonly string[];
  /** Starts a node in place of another, which gets no more requests and is then stopped. */
  readonly replace: (index: number) => Promise<void>;
  /** What the processes say went wrong. */
  readonly complaints: () => string;
  readonly stop: () => void;
}

const built = (name: string): string => fileURLToPath(new URL(`${name}.js`, import.meta.url));
const portOf = (url: string): number => Number(new URL(url).port);

/** Starts all of them. */
export async function startCluster(database: string, size: number, pace: Pace): Promise<Cluster> {
  const processes: NodeProcess[] = [];
  const start = async (entry: string, ...args: readonly string[]) => {
    const started = startNode(built(entry), [...args, ...paceArguments(pace)]);
    processes.push(started);
    return { ...started, url: await started.printed(/runs at (\S+)/) };
  };
  const balancer = await startBalancer();
  const issuer = balancer.url;
  const startServer = () => start('node', '--database', database, '--issuer', issuer);
  const stop = (): void => {
    balancer.close();
    for (const { child } of processes) child.kill('SIGKILL');
  };
  try {
    const nodes = [await startServer()];
    while (nodes.length < size) nodes.push(await startServer());
    const balance = (): void => balancer.use(nodes.map(({ url }) => portOf(url)));
    balance();
    const apis = [await start('api', '--issuer', issuer), await start('api', '--issuer', issuer)];
    return {
      issuer,
      apis: apis.map(({ url }) => url),
      nodes: () => nodes.map(({ url }) => url),
      async replace(index) {
        const [old] = nodes.splice(index, 1, await startServer());
        balance();
        old?.child.kill('SIGTERM');
        await old?.ended;
      },
      complaints: () => processes.map(({ output }) => output.stderr).join(''),
      stop,
    };
  } catch (error) {
    stop();
    throw error;
  }
}
