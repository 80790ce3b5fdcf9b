/**
 * A Response, written to the `res` of Node: one answer or a cut.
 *
 * What fails in the middle destroys the connection, because a text or an orderly end would look like a whole
 * answer. The stream is read as the connection takes it.
 */

import type { ServerResponse } from 'node:http'
import { onGone } from '../base/gone.ts'

/**
 * Settles when all is handed to the system, or the client has gone. Rejects with what the stream failed with.
 */
export async function writeResponse(res: ServerResponse, response: Response): Promise<void> {
  const { body } = response
  const method = (res as { req?: { method?: string } }).req?.method
  if (res.destroyed || res.closed) {
    await body?.cancel()
    return
  }
  res.statusCode = response.status
  if (response.statusText !== '' && !('stream' in res)) res.statusMessage = response.statusText
  for (const [name, value] of response.headers) if (name !== 'set-cookie') res.setHeader(name, value)
  const cookies = response.headers.getSetCookie()
  if (cookies.length > 0) res.setHeader('set-cookie', cookies)
  if (body === null || method === 'HEAD') {
    res.end()
    await body?.cancel()
    return
  }
  await pipe(body.getReader(), res)
}

async function pipe(reader: ReadableStreamDefaultReader<Uint8Array>, res: ServerResponse): Promise<void> {
  let wake: (() => void) | null = null
  let hasLeft = false
  const release = onGone(res, () => {
    hasLeft = true
    wake?.()
    void reader.cancel().catch(() => {})
  })
  const drained = (): void => wake?.()
  res.on('drain', drained)
  try {
    // The head goes out even if the first chunk is far away.
    res.flushHeaders()
    for (;;) {
      const { done, value } = await reader.read()
      if (done || hasLeft) break
      if (!res.write(value)) {
        await new Promise<void>((resolve) => {
          wake = resolve
        })
        wake = null
      }
    }
    if (!hasLeft) res.end()
  } catch (error) {
    res.destroy()
    throw error
  } finally {
    release()
    res.removeListener('drain', drained)
  }
}
