// An SMTP server that keeps what it is given (npm's smtp-server), read by npm's mailparser.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { root } from './postgres.mjs';

const require = createRequire(join(root, 'web/package.json'));
const { SMTPServer } = require('smtp-server');
const { simpleParser } = require('mailparser');

export class Postbox {
  // `replies`: what each next recipient is answered, 250 when there are no more. `account`: only who signs in is served.
  constructor({ port = 0, address = '127.0.0.1', replies = [], tls, account } = {}) {
    this.port = port;
    this.address = address;
    this.replies = replies;
    this.recipients = 0;
    this.mails = [];
    this.server = new SMTPServer({
      ...(tls && { key: readFileSync(tls.key), cert: readFileSync(tls.cert), secure: tls.fromStart }),
      disabledCommands: [...(tls ? [] : ['STARTTLS']), ...(account ? [] : ['AUTH'])],
      authOptional: !account,
      onAuth: (given, session, done) => {
        if (given.username === account.user && given.password === account.password) done(null, { user: given.username });
        else done(new Error('wrong password'));
      },
      onRcptTo: (recipient, session, done) => {
        this.recipients += 1;
        const code = this.replies.shift() ?? 250;
        done(code === 250 ? undefined : Object.assign(new Error('not now'), { responseCode: code }));
      },
      onData: (stream, session, done) => {
        const chunks = [];
        stream.on('data', (chunk) => chunks.push(chunk));
        stream.on('end', async () => {
          const raw = Buffer.concat(chunks);
          this.mails.push({
            envelope: { from: session.envelope.mailFrom.address, to: session.envelope.rcptTo.map((to) => to.address) },
            raw: raw.toString('latin1'), mail: await simpleParser(raw), secure: session.secure, user: session.user,
          });
          done();
        });
      },
    });
    this.server.on('error', () => {}); // a client that hangs up is no fault of the tests
  }

  start() {
    return new Promise((resolve) => {
      const listening = this.server.listen(this.port, this.address, () => {
        this.port = listening.address().port;
        resolve(this);
      });
    });
  }

  stop() {
    return new Promise((resolve) => this.server.close(resolve));
  }
}
