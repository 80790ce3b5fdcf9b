import { createServer } from 'node:net'
import { run } from '@acoro/core'
import { createSubprocessExec, openConnection, startServer } from '@acoro/streams'
import { expect, it } from 'vitest'
import { ca, serverTls } from '../support/certificates.ts'
import { listening } from '../support/node-server.ts'
import { describeWith } from '../support/programs.ts'
import { leavesNothingOpen } from '../support/resources.ts'
import { text } from '../support/text.ts'

leavesNothingOpen()

const host = '127.0.0.1'
const fixture = (name: string): string => new URL(`../fixtures/${name}`, import.meta.url).pathname
const piped = { stdin: 'pipe', stdout: 'pipe', stderr: 'stdout' } as const

describeWith('openssl', 's_client and s_server', () => {
  it.each(['-tls1_2', '-tls1_3'])('s_client %s talks to a server of ours', (version) =>
    run(function* () {
      const server = yield* startServer(
        function* (reader, writer) {
          writer.write(`hello ${text(yield* reader.readLine())}`)
        },
        { host, port: 0, tls: serverTls },
      )
      const where = ['-connect', `${host}:${server.address.port}`, '-servername', 'localhost', version]
      const args = [
        's_client',
        ...where,
        '-CAfile',
        fixture('ca.pem'),
        '-verify_return_error',
        '-quiet',
        '-ign_eof',
      ]
      const child = yield* createSubprocessExec('openssl', args, piped)
      const [output] = yield* child.communicate('openssl\n')
      expect(text(output!)).toContain('hello openssl\n')
      server.close()
      yield* server.waitClosed()
    }),
  )

  it('s_client -starttls smtp goes on under TLS on a server of ours', () =>
    run(function* () {
      const server = yield* startServer(
        function* (reader, writer) {
          writer.write('220 ready\r\n')
          yield* reader.readUntil('\r\n')
          writer.write('250 STARTTLS\r\n')
          expect(text(yield* reader.readUntil('\r\n'))).toBe('STARTTLS\r\n')
          writer.write('220 go ahead\r\n')
          yield* writer.startTls({ tls: serverTls })
          writer.write(`you said ${text(yield* reader.readLine())}`)
        },
        { host, port: 0 },
      )
      const where = ['-connect', `${host}:${server.address.port}`, '-starttls', 'smtp']
      const args = [
        's_client',
        ...where,
        '-CAfile',
        fixture('ca.pem'),
        '-verify_return_error',
        '-quiet',
        '-ign_eof',
      ]
      const child = yield* createSubprocessExec('openssl', args, piped)
      const [output] = yield* child.communicate('a secret\n')
      expect(text(output!)).toContain('you said a secret\n')
      server.close()
      yield* server.waitClosed()
    }))

  it('a client of ours talks to s_server', () =>
    run(function* () {
      const free = yield* listening(createServer())
      const { port } = free.address
      free.close()
      const args = [
        's_server',
        '-accept',
        `${host}:${port}`,
        '-cert',
        fixture('server.pem'),
        '-key',
        fixture('server-key.pem'),
      ]
      const child = yield* createSubprocessExec('openssl', [...args, '-rev'], piped)
      while (!text(yield* child.stdout!.readLine()).includes('ACCEPT')) {
        // It says more before.
      }
      const [reader, writer] = yield* openConnection({ host, port, tls: { ca } })
      writer.write('stressed\n')
      expect(text(yield* reader.readLine())).toBe('desserts\n')
      writer.close()
      yield* writer.waitClosed()
      child.kill()
      yield* child.wait()
      child.close()
    }))
})
