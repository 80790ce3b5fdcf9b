/** The chat as a server: pages, talks, and an end in order. */

import { type Coroutine, coroutine } from '@acoro/core'
import { type ServeOptions, serve, type WebServer } from '@acoro/web/node'
import { Hall } from './hall.ts'
import { pagesOf } from './pages.ts'
import { talkIn } from './talk.ts'

export const openChat: (options?: ServeOptions) => Coroutine<WebServer> = coroutine(function* openChat(
  options: ServeOptions = {},
) {
  const hall = new Hall()
  return yield* serve({ fetch: pagesOf(hall) }, { ...options, upgrade: talkIn(hall) })
})
