import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { EventParser, type ServerSentEvent } from '../../src/client/event-parser.ts'

function parsed(...pieces: string[]): { events: ServerSentEvent[]; parser: EventParser } {
  const events: ServerSentEvent[] = []
  const parser = new EventParser('', (event) => events.push(event))
  for (const piece of pieces) parser.push(piece)
  return { events, parser }
}

const message = (data: string, id = '', type = 'message'): ServerSentEvent => ({ type, data, id })

describe('the parser of server-sent events', () => {
  test.each([
    ['data, with and without the space', 'data:a\ndata: b\ndata:  c\n\n', [message('a\nb\n c')]],
    ['a field without a colon has an empty value', 'data\n\ndata\ndata\n\n', [message(''), message('\n')]],
    [
      'a type holds for one event',
      'event: add\ndata: 1\n\ndata: 2\n\n',
      [message('1', '', 'add'), message('2')],
    ],
    [
      'an id holds on',
      'id: 7\ndata: 1\n\ndata: 2\n\nid\ndata: 3\n\n',
      [message('1', '7'), message('2', '7'), message('3')],
    ],
    [
      'an id with NUL is ignored',
      'id: 7\ndata: 1\n\nid: 8\0\ndata: 2\n\n',
      [message('1', '7'), message('2', '7')],
    ],
    ['comments and unknown fields are ignored', ': hello\nfoo: bar\ndata: 1\n\n', [message('1')]],
    [
      'without data there is no event, and its type is forgotten',
      'event: add\n\ndata: 1\n\n',
      [message('1')],
    ],
    ['without the blank line there is no event', 'data: 1\n\ndata: 2\n', [message('1')]],
    [
      'CR, LF and CR LF end lines',
      'data: 1\r\rdata: 2\r\n\r\ndata: 3\n\ndata: 4\r\n\n',
      ['1', '2', '3', '4'].map((d) => message(d)),
    ],
    ['a colon in the value stays', 'data: a:b\n\n', [message('a:b')]],
  ])('%s', (_what, text, events) => {
    expect(parsed(text).events).toEqual(events)
  })

  test('the id counts once its event is dispatched', () => {
    expect(parsed('id: 1\ndata: a\n\nid: 2\ndata: b\n').parser.lastEventId).toBe('1')
  })

  test.each([
    ['retry: 250\n', 250],
    ['retry: 2.5\n', null],
    ['retry: -1\n', null],
    ['retry: 1e3\n', null],
    ['retry:\n', null],
  ])('%j asks for the delay %s', (text, delay) => {
    expect(parsed(text).parser.retry).toBe(delay)
  })

  test('however the text is cut into pieces, the events are the same', () => {
    const line = fc.constantFrom('data: a', 'data', 'id: 1', 'id:2', 'event: x', ': c', '', '', 'retry: 5')
    const end = fc.constantFrom('\n', '\r', '\r\n')
    const text = fc.array(fc.tuple(line, end), { maxLength: 30 }).map((lines) => lines.flat().join(''))
    fc.assert(
      fc.property(text, fc.array(fc.nat(4), { minLength: 1 }), (whole, sizes) => {
        const pieces: string[] = []
        for (let at = 0, i = 0; at < whole.length; i++) {
          const size = sizes[i % sizes.length]! + (i % 2)
          pieces.push(whole.slice(at, at + size))
          at += size
        }
        expect(parsed(...pieces).events).toEqual(parsed(whole).events)
      }),
      { numRuns: 300 },
    )
  })
})
