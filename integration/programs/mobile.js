// For engines that have less than a browser.

import { basics } from './basics.js'

globalThis.answer = basics()
