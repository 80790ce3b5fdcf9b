// The echo server of node:net, and of node:tls with the files of a key and a certificate: what acoro is
// measured against.

import { readFileSync } from 'node:fs'
import { createServer as createNetServer } from 'node:net'
import { createServer as createTlsServer } from 'node:tls'

const [key, cert] = process.argv.slice(2).map((file) => readFileSync(file))

const echo = (socket) => {
  socket.on('data', (data) => socket.write(data))
  socket.on('error', () => socket.destroy())
}
const server =
  key === undefined
    ? createNetServer({ noDelay: true }, echo)
    : createTlsServer({ key, cert, noDelay: true }, echo)
server.listen(0, '127.0.0.1', () => console.log(server.address().port))
