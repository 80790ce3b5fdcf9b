// The two ends of the copy benchmark: one port gives as many bytes as it is asked for, the other swallows
// them and tells when it has had that many.

import { createServer } from 'node:net'

const total = Number(process.argv[2])
const piece = Buffer.alloc(65536, 'x')

const source = createServer((socket) => {
  let left = total
  const more = () => {
    while (left > 0) {
      left -= piece.length
      if (!socket.write(left < 0 ? piece.subarray(0, piece.length + left) : piece)) return
    }
    socket.end()
  }
  socket.on('drain', more)
  socket.on('error', () => socket.destroy())
  more()
})

const sink = createServer((socket) => {
  let received = 0
  socket.on('data', (data) => {
    received += data.length
  })
  socket.on('end', () => {
    if (received !== total) throw new Error(`${received} bytes came, not ${total}`)
  })
})

source.listen(0, '127.0.0.1', () => {
  sink.listen(0, '127.0.0.1', () => {
    console.log(`${source.address().port} ${sink.address().port}`)
  })
})
