export default function TracePage(_: { id: string }) {
  return null
}
