import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

/** An HTTP answer as it came over the wire. */
export interface Answer {
  readonly status: number;
  /** By lower-case name. */
  readonly headers: ReadonlyMap<string, string>;
  readonly body: string;
}

/** A bare connection: what is sent is byte for byte what the test says. */
export class Connection {
  /** Resolves when the connection is gone, whoever closed it. */
  readonly closed: Promise<void>;
  readonly #socket: Socket;
  #received = '';

  private constructor(socket: Socket) {
    this.#socket = socket;
    socket.setEncoding('latin1');
    socket.on('data', (text: string) => (this.#received += text));
    // A reset is one of the ways in which a server may close.
    socket.on('error', () => undefined);
    this.closed = new Promise((resolve) => socket.once('close', () => resolve()));
  }

  static async open(port: number): Promise<Connection> {
    const socket = connect({ port, host: '127.0.0.1', noDelay: true });
    await once(socket, 'connect');
    return new Connection(socket);
  }

  /** Takes every answer there is once the other side has closed. */
  async answers(): Promise<readonly Answer[]> {
    await this.closed;
    const answers: Answer[] = [];
    while (this.#received !== '') answers.push(await this.answer());
    return answers;
  }

  /** Sends one byte per character. Resolves when they are on their way, or the connection is gone. */
  async send(bytes: string): Promise<void> {
    if (this.#socket.destroyed || this.#socket.write(bytes, 'latin1')) return;
    await Promise.race([
      new Promise((resolve) => this.#socket.once('drain', resolve)),
      this.closed,
    ]);
  }

  /** Says that nothing more will be sent. */
  end(): void {
    this.#socket.end();
  }

  /** Goes away without a word. */
  destroy(): void {
    this.#socket.destroy();
  }

  /** Leaves what comes unread until {@link Connection.answer} is called. */
  stopReading(): void {
    this.#socket.pause();
  }

  /** Sends a request and takes the answer to it. */
  async ask(request: string): Promise<Answer> {
    await this.send(request);
    return this.answer(request.startsWith('HEAD '));
  }

  /** Takes the next answer; the answer to a HEAD request has no body. */
  async answer(toHead = false): Promise<Answer> {
    this.#socket.resume();
    for (;;) {
      const found = parseAnswer(this.#received, toHead);
      if (found !== undefined) {
        this.#received = this.#received.slice(found.length);
        return found.answer;
      }
      if (this.#socket.destroyed) throw new Error(`closed after ${JSON.stringify(this.#received)}`);
      const data = new Promise((resolve) => this.#socket.once('data', resolve));
      await Promise.race([data, this.closed]);
    }
  }
}

function parseAnswer(
  text: string,
  toHead: boolean,
): { answer: Answer; length: number } | undefined {
  const end = text.indexOf('\r\n\r\n');
  if (end === -1) return undefined;
  const [statusLine = '', ...lines] = text.slice(0, end).split('\r\n');
  const status = Number(/^HTTP\/1\.1 (\d{3}) /.exec(statusLine)?.[1]);
  const headers = new Map(
    lines.map((line) => {
      const colon = line.indexOf(':');
      return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()] as const;
    }),
  );
  const from = end + 4;
  if (status < 200) return { answer: { status, headers, body: '' }, length: from };
  // Node's own refusals of what is not HTTP have no length; they end with the connection.
  const declared = Number(headers.get('content-length') ?? text.length - from);
  const length = toHead ? from : from + declared;
  if (text.length < length) return undefined;
  return { answer: { status, headers, body: text.slice(from, length) }, length };
}
