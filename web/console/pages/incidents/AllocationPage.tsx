export function AllocationPage() {
  return <div className="page" />
}
