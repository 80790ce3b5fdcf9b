/** Starts the page: takes the token, and shows the program, or the file that `acoro open` serves. */

import { render } from 'preact'
import { applyTheme, keptTheme } from './base/theme.ts'
import { Client } from './data/client.ts'
import { Live } from './data/live.ts'
import { onNewToken, takeToken } from './data/token.ts'
import { FilePage } from './frame/file-page.tsx'
import { Page } from './frame/page.tsx'

/** How often a picture comes, in ms. */
const EVERY = 1000

applyTheme(keptTheme())
const token = takeToken()
onNewToken(() => location.reload())
const client = new Client(token ?? '')
const live = new Live()
// The server of a file says so in the page itself: there is no program that could be watched.
const { shows } = document.documentElement.dataset
if (shows === undefined) render(<Page client={client} live={live} />, document.body)
else render(<FilePage client={client} live={live} shows={shows} />, document.body)
if (token === null) {
  live.refuse('This address has no token: open the address that the program printed when it started.')
} else if (shows === undefined) void live.watch(client, EVERY, new AbortController().signal)
