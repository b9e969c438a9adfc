export default function InstancePage(_: { name: string; section: string }) {
  return null
}
