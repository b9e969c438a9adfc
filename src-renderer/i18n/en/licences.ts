export const licences = {
  title: 'Licence notices',
  text: 'Omni stands on the work of many. These packages are part of it.',
  packages: 'Packages',
  search: 'Search by package or licence',
  found_one: '{{count}} package',
  found_other: '{{count}} packages',
  noText: 'This package brings no text of its licence.',
}
