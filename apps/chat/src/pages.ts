/** What the chat answers to HTTP: its page, what was said, and whether it is well. */

import { readFileSync } from 'node:fs'
import { handler, type RequestHandler } from '@acoro/web'
import type { Hall } from './hall.ts'

const page = readFileSync(new URL('./page.html', import.meta.url), 'utf8')

export function pagesOf(hall: Hall): RequestHandler<readonly unknown[]> {
  return handler(function* answer(request) {
    if (request.method !== 'GET') return new Response(null, { status: 405, headers: { allow: 'GET' } })
    switch (new URL(request.url).pathname) {
      case '/':
        return new Response(page, { headers: { 'content-type': 'text/html; charset=utf-8' } })
      case '/history':
        return Response.json(hall.history)
      case '/health':
        return Response.json({ here: hall.names.length, givenUp: hall.givenUp })
      default:
        return new Response('There is only /, /history and /health', { status: 404 })
    }
  })
}
