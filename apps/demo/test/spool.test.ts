import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, describe, expect, it, vi } from 'vitest'
import { Spool } from '../src/store/spool.ts'

const folder = mkdtempSync(join(tmpdir(), 'spool-test-'))
vi.stubEnv('TMPDIR', folder)
afterAll(() => {
  vi.unstubAllEnvs()
  rmSync(folder, { recursive: true })
})

function linesOf(spool: Spool, from?: number): string[] {
  return [...spool.lines(from)].map(([line]) => line)
}

describe('a spool', () => {
  it('gives back what was put in, in order and by place, whatever the lines and the size of its block', () => {
    const line = fc
      .oneof(fc.string({ unit: 'grapheme' }), fc.string({ minLength: 50 }))
      .map((text) => text.replace(/\n/g, ' '))
    const property = fc.property(fc.array(line), fc.integer({ min: 1, max: 100 }), (lines, block) => {
      using spool = new Spool(block)
      const places = lines.map((text) => spool.append(text))
      // Lone surrogates become U+FFFD in UTF-8.
      const written = lines.map((text) => Buffer.from(text).toString())
      expect(linesOf(spool)).toEqual(written)
      for (const [index, place] of places.entries()) {
        expect(spool.at(place)).toBe(written[index])
        expect(linesOf(spool, place)).toEqual(written.slice(index))
      }
      const bytes = Buffer.concat([...spool.pieces()].map((piece) => Buffer.from(piece)))
      expect([bytes.toString(), bytes.length]).toEqual([
        written.map((text) => `${text}\n`).join(''),
        spool.size,
      ])
    })
    fc.assert(property)
  })

  it('can be read while it is written', () => {
    using spool = new Spool(16)
    spool.append('first')
    const read: string[] = []
    for (const [line] of spool.lines()) {
      read.push(line)
      if (read.length < 10) spool.append(`line ${read.length}`)
    }
    expect(read).toEqual(['first', ...Array.from({ length: 9 }, (_, n) => `line ${n + 1}`)])
  })

  it('gives no more pieces than there were bytes when it was asked', () => {
    using spool = new Spool(16)
    spool.append('one')
    const pieces = spool.pieces()
    for (let n = 0; n < 10; n++) spool.append('another line')
    expect(Buffer.concat([...pieces]).toString()).toBe('one\n')
  })

  it('can be emptied and used again', () => {
    using spool = new Spool(8)
    for (let n = 0; n < 10; n++) spool.append(`line ${n}`)
    spool.clear()
    expect([spool.size, linesOf(spool)]).toEqual([0, []])
    spool.append('again')
    expect(linesOf(spool)).toEqual(['again'])
  })

  it('leaves no file, not even while it is in use', () => {
    using spool = new Spool(8)
    for (let n = 0; n < 100; n++) spool.append('a line')
    expect([spool.size, readdirSync(folder)]).toEqual([700, []])
  })

  it('says where it cannot be written, and what to do', () => {
    vi.stubEnv('TMPDIR', join(folder, 'nowhere'))
    using spool = new Spool(8)
    spool.append('a line')
    expect(() => spool.append('a second')).toThrow(
      `a temporary file in ${join(folder, 'nowhere')} cannot be written: there is no such file or folder; TMPDIR may name another folder`,
    )
    vi.stubEnv('TMPDIR', folder)
  })
})
