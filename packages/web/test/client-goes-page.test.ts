// only on server: it reads a file

// docs/client-goes.md: a row for each way that client-goes.test.ts executes on Node, Bun, Deno and workerd,
// where every cell has to be as it stands here. ACORO_WRITE_PAGES=1 writes the page.

import { readFileSync, writeFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { GOOD } from './support/client-goes.ts'
import { runtimes, workers } from './support/runtimes.ts'
import { SOCKET_ROWS } from './support/socket-goes.ts'
import { ways } from './support/ways.ts'

const path = new URL('../../../docs/client-goes.md', import.meta.url)

const cells = Object.entries(GOOD)
const row = (...columns: string[]): string => `| ${columns.join(' | ')} |`

const page = `# What happens when the client goes away

A request takes a while. Its client either waits for the answer, or cuts the connection. The POST has a body, which the
application has read by then. This is what becomes of the task of the request. The table is executed by the tests of
\`@acoro/web\`, for each row with a real server and a real client. The row of Next.js is executed by \`pnpm integration next\`, on
builds of Turbopack and of webpack.

${row('way to answer', ...cells.map(([name]) => name))}
${row('---', ...cells.map(() => '---'))}
${[
  ...Object.keys(ways),
  ...[...Object.keys(runtimes), ...Object.keys(workers), 'Next.js'].map((name) => `${name}, \`handler\``),
]
  .map((name) => row(name, ...cells.map(([, cell]) => cell)))
  .join('\n')}

«Cancelled once» means that a CancelledError was thrown where the task waited, that its \`finally\` blocks could wait, and that no
second cancel came.

What others use to hear of it, and why \`@acoro/web\` does not:

- \`close\` of Node's request comes when its body has been read. So it takes every POST for one whose client has gone, and so does
  \`request.signal\` of Fastify.
- \`close\` of Node's answer comes at its end as well. It tells of a client that has gone if the answer was not finished. HTTP/2 marks
  a cancelled stream as finished, so there the stream is asked. An answer that waits behind another one on its connection
  never closes, so there the socket is asked.
- \`request.signal\` of Deno is aborted after every whole answer, unless Deno runs with \`--unstable-no-legacy-abort\`. \`handler\` does
  not listen any more by then.
- Over HTTP/2, \`request.signal\` of Hono on Node is never aborted. With \`handle(c.req.raw, c.env)\` the answer of Node is asked, which is
  also cheaper than a signal.
- \`request.signal\` of Cloudflare's workers is aborted only under the flag \`enable_request_signal\`. Without it the runtime ends what
  the request had begun, and no code hears of it. With \`handle(request, env, ctx)\` the runtime is told to wait for \`finally\`
  blocks and for background work. Timers of workers end with their request, so each request has a loop of its own there.
- A client that closes only its half of the connection has gone, for Node.

## WebSockets

The same for the function of an \`upgrade\`, by what it does and by how its client goes. It is executed on Node, Bun and Deno.

${row('the function', ...Object.keys(Object.values(SOCKET_ROWS)[0] ?? {}))}
${row('---', '---', '---')}
${Object.entries(SOCKET_ROWS)
  .map(([name, columns]) => row(name, ...Object.values(columns)))
  .join('\n')}

«Told» means that \`asyncFor\` over the messages ends, and \`receive()\` throws a WebSocketClosedError. A function that has received, and then
waits for something else, has \`closeTimeout\` to come back; then it is cancelled, too.
`

test('docs/client-goes.md has a row for each way that is executed', () => {
  if (process.env.ACORO_WRITE_PAGES === '1') writeFileSync(path, page)
  expect(readFileSync(path, 'utf8')).toBe(page)
})
