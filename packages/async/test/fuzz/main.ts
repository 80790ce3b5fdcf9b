// `pnpm async:fuzz [count [first]]`: compares so many random programs, half of them plain ones.

import { compilers } from '../support/compilers.ts'
import { compare } from './compare.ts'

const [count = 10_000, first = 1] = process.argv.slice(2).map(Number)
const BATCH = 50

process.on('unhandledRejection', () => {})
let failed = 0
for (let done = 0; done < count; done += BATCH) {
  const plain = (done / BATCH) % 2 === 0
  for (const { seed, compiler, expected, got } of await compare(
    first + done,
    Math.min(BATCH, count - done),
    plain,
  )) {
    if (failed++ < 5) {
      const [a, b] = [expected.split('\n'), got.split('\n')]
      const at = a.findIndex((line, index) => line !== b[index])
      console.log(
        `${plain ? 'plain' : 'full'} program ${seed}, ${compiler}: line ${at}\n  native ${a.slice(Math.max(0, at - 3), at + 2).join(' | ')}\n  lowered ${b.slice(Math.max(0, at - 3), at + 2).join(' | ')}`,
      )
    }
  }
}
console.log(
  `${count} programs, each natively and lowered by ${compilers.length} compilers: ${failed} traces differ`,
)
process.exitCode = failed === 0 ? 0 : 1
