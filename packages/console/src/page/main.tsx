/** Starts the page: takes the token, watches the program, draws. */

import { render } from 'preact'
import { applyTheme, keptTheme } from './base/theme.ts'
import { Client } from './data/client.ts'
import { Live } from './data/live.ts'
import { onNewToken, takeToken } from './data/token.ts'
import { Page } from './frame/page.tsx'

/** How often a picture comes, in ms. */
const EVERY = 1000

applyTheme(keptTheme())
const token = takeToken()
onNewToken(() => location.reload())
const client = new Client(token ?? '')
const live = new Live()
render(<Page client={client} live={live} />, document.body)
if (token === null) {
  live.refuse('This address has no token: open the address that the program printed when it started.')
} else void live.watch(client, EVERY, new AbortController().signal)
