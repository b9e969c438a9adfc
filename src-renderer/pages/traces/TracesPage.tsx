export default function TracesPage() {
  return null
}
