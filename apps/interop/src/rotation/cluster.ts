import { fileURLToPath } from 'node:url';
import { startApp, type AppProcess } from '@oauth/app-kit/app-process';
import { formatPace, type Pace } from '../fast-clock.js';
import { startBalancer } from './balancer.js';

/** Nodes of an authorization server behind one address, and APIs that accept its tokens. */
export interface Cluster {
  readonly issuer: string;
  readonly apiUrls: readonly string[];
  /** The URL of each node, past the balancer. */
  readonly getNodeUrls: () => readonly string[];
  /** Starts a new node in place of an old one, which gets no new requests and is stopped. */
  readonly replaceNode: (index: number) => Promise<void>;
  /** What all processes have written to stderr. */
  readonly getErrorOutput: () => string;
  readonly stop: () => void;
}

const resolveEntry = (name: string): string =>
  fileURLToPath(new URL(`${name}.js`, import.meta.url));
const getPort = (url: string): number => Number(new URL(url).port);

/** Starts a balancer, `size` nodes on one database, and two APIs. */
export async function startCluster(database: string, size: number, pace: Pace): Promise<Cluster> {
  const processes: AppProcess[] = [];
  const start = async (entry: string, ...args: readonly string[]): Promise<AppProcess> => {
    const started = await startApp(resolveEntry(entry), [...args, ...formatPace(pace)]);
    processes.push(started);
    return started;
  };
  const balancer = await startBalancer();
  const issuer = balancer.url;
  const startNode = () => start('node', '--database', database, '--issuer', issuer);
  const stop = (): void => {
    balancer.close();
    for (const { child } of processes) child.kill('SIGKILL');
  };
  try {
    const nodes = [await startNode()];
    while (nodes.length < size) nodes.push(await startNode());
    const balance = (): void => balancer.setPorts(nodes.map(({ url }) => getPort(url)));
    balance();
    const apis = [await start('api', '--issuer', issuer), await start('api', '--issuer', issuer)];
    return {
      issuer,
      apiUrls: apis.map(({ url }) => url),
      getNodeUrls: () => nodes.map(({ url }) => url),
      async replaceNode(index) {
        const [old] = nodes.splice(index, 1, await startNode());
        balance();
        old?.child.kill('SIGTERM');
        await old?.ended;
      },
      getErrorOutput: () => processes.map(({ output }) => output.stderr).join(''),
      stop,
    };
  } catch (error) {
    stop();
    throw error;
  }
}
