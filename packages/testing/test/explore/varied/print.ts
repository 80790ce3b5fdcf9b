/** Run as a process of its own: prints what the program does, for a comparison byte for byte. */

import { variedLines } from './program.ts'
import { systemLines } from './system.ts'

console.log([...variedLines(60), ...systemLines(100)].join('\n'))
