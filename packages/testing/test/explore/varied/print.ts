/** Run as a process of its own: prints what the program does, for a comparison byte for byte. */

import { variedLines } from './program.ts'

console.log(variedLines(60).join('\n'))
