// A client that says exactly the bytes it is told, right or wrong, over a plain socket.
import { connect } from 'node:net';

export class RawClient {
  static open(port) {
    return new Promise((resolve, reject) => {
      const client = new RawClient();
      client.socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true }, () => resolve(client));
      client.socket.on('error', (error) => { if (client.socket.connecting) reject(error); client.finish(); });
      client.socket.on('data', (chunk) => { client.received = Buffer.concat([client.received, chunk]); client.wake(); });
      client.socket.on('end', () => client.finish());
    });
  }

  received = Buffer.alloc(0);
  ended = false;
  waiting = [];

  wake() {
    for (const resolve of this.waiting.splice(0)) resolve();
  }

  finish() {
    this.ended = true;
    this.wake();
  }

  send(bytes) {
    if (!this.socket.destroyed) this.socket.write(bytes);
    return this;
  }

  endSending() {
    this.socket.end();
    return this;
  }

  // The next response, or null when the server closed before a whole one came.
  async answer() {
    for (;;) {
      const end = this.received.indexOf('\r\n\r\n');
      if (end >= 0) {
        const head = this.received.subarray(0, end).toString('latin1');
        const length = Number(head.match(/^content-length: (\d+)$/im)?.[1] ?? 0);
        if (this.received.length >= end + 4 + length) {
          const body = this.received.subarray(end + 4, end + 4 + length).toString('utf8');
          this.received = this.received.subarray(end + 4 + length);
          return { status: Number(head.split(' ')[1]), head, body };
        }
      }
      if (this.ended) return null;
      await new Promise((resolve) => this.waiting.push(resolve));
    }
  }

  // Whether the server closes without saying more.
  async closes() {
    while (!this.ended) await new Promise((resolve) => this.waiting.push(resolve));
    return this.received.length === 0;
  }

  close() {
    this.socket.destroy();
  }
}

// One request on a connection of its own; null when there is no answer.
export async function ask(port, bytes, { endSending = false } = {}) {
  const client = await RawClient.open(port);
  try {
    client.send(bytes);
    if (endSending) client.endSending();
    return await client.answer();
  } finally {
    client.close();
  }
}
