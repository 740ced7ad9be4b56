import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { connect as connectTls, type ConnectionOptions } from 'node:tls';

/** An HTTP response as it came over the wire. */
export interface RawResponse {
  readonly status: number;
  /** By lower-case name. */
  readonly headers: ReadonlyMap<string, string>;
  readonly body: string;
}

/** A bare TCP or TLS connection, which sends the bytes of a test unchanged. */
export class Connection {
  /** Resolves when either side has closed the connection. */
  readonly closed: Promise<void>;
  readonly #socket: Socket;
  #received = '';

  private constructor(socket: Socket) {
    this.#socket = socket;
    socket.setEncoding('latin1');
    socket.on('data', (text: string) => (this.#received += text));
    // A server may close by a reset.
    socket.on('error', () => undefined);
    this.closed = new Promise((resolve) => socket.once('close', () => resolve()));
  }

  static async open(port: number, host = '127.0.0.1'): Promise<Connection> {
    const socket = connect({ port, host, noDelay: true });
    await once(socket, 'connect');
    return new Connection(socket);
  }

  static async openTls(options: ConnectionOptions): Promise<Connection> {
    const socket = connectTls({ servername: 'localhost', ...options });
    await once(socket, 'secureConnect');
    return new Connection(socket);
  }

  /** Every response of the connection, once the server has closed it. */
  async readAllResponses(): Promise<readonly RawResponse[]> {
    await this.closed;
    const responses: RawResponse[] = [];
    while (this.#received !== '') responses.push(await this.readResponse());
    return responses;
  }

  /** Writes one byte per character. Resolves when the system has taken them, or the connection is gone. */
  async write(bytes: string): Promise<void> {
    if (this.#socket.destroyed || this.#socket.write(bytes, 'latin1')) return;
    await Promise.race([
      new Promise((resolve) => this.#socket.once('drain', resolve)),
      this.closed,
    ]);
  }

  /** Closes the sending half of the connection. */
  endWriting(): void {
    this.#socket.end();
  }

  /** Drops the connection without closing it in order. */
  destroy(): void {
    this.#socket.destroy();
  }

  /** Stops reading until {@link Connection.readResponse} is called. */
  pauseReading(): void {
    this.#socket.pause();
  }

  /** Sends a request and reads its response. */
  async sendRequest(request: string): Promise<RawResponse> {
    await this.write(request);
    return this.readResponse(request.startsWith('HEAD '));
  }

  /** Reads the next response; the response to a HEAD request has no body. */
  async readResponse(isHead = false): Promise<RawResponse> {
    this.#socket.resume();
    for (;;) {
      const found = parseResponse(this.#received, isHead);
      if (found !== undefined) {
        this.#received = this.#received.slice(found.length);
        return found.response;
      }
      if (this.#socket.destroyed) throw new Error(`closed after ${JSON.stringify(this.#received)}`);
      const data = new Promise((resolve) => this.#socket.once('data', resolve));
      await Promise.race([data, this.closed]);
    }
  }
}

function parseResponse(
  text: string,
  isHead: boolean,
): { response: RawResponse; length: number } | undefined {
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
  if (status < 200) return { response: { status, headers, body: '' }, length: from };
  // Node's own 400 for what is not HTTP has no length; it ends with the connection.
  const declared = Number(headers.get('content-length') ?? text.length - from);
  const length = isHead ? from : from + declared;
  if (text.length < length) return undefined;
  return { response: { status, headers, body: text.slice(from, length) }, length };
}
