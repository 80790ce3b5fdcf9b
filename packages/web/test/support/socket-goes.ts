// What happens when the client of a WebSocket goes away: what its function does, against how the client goes.
// The rows are written into docs/client-goes.md, and executed by socket/client-goes.test.ts.

export interface SocketCells {
  'closes in order': string
  'breaks off': string
}

export const SOCKET_ROWS: Record<string, SocketCells> = {
  'waits for a message': { 'closes in order': 'told', 'breaks off': 'cancelled once' },
  'works on a message, others have arrived': {
    'closes in order': 'works on all of them, then told',
    'breaks off': 'cancelled once',
  },
  'never receives': { 'closes in order': 'cancelled once', 'breaks off': 'cancelled once' },
}
