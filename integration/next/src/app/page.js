'use client'

import { useEffect, useState } from 'react'

export default function Page() {
  const [answer, setAnswer] = useState('')
  useEffect(() => {
    import('../../programs/everywhere.js')
      .then(() => globalThis.answer)
      .then((value) => setAnswer(JSON.stringify(value)))
  }, [])
  return <p id="answer">{answer}</p>
}
