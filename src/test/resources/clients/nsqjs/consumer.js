// Looks a topic up, consumes one message, says so, and ends.
// usage: node consumer.js <nsqlookupd host:port> <topic> <channel>
const {Reader} = require('nsqjs')

const [lookupd, topic, channel] = process.argv.slice(2)

const reader = new Reader(topic, channel, {
  lookupdHTTPAddresses: [lookupd],
  maxInFlight: 1,
})

reader.on('nsqd_connected', (host, port) => console.log(`connected ${host}:${port}`))

reader.on('message', (message) => {
  console.log(`received ${message.body}`)
  message.finish()
  // finish() writes in the next tick: closing now would leave the message unfinished.
  setImmediate(() => reader.close())
})

reader.on('error', (error) => {
  console.error(error)
  process.exit(1)
})

reader.connect()
