export function TripListPage() {
  return <div className="page" />
}
