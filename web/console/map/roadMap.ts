// The roads under the map, read for the part that is seen, where the server has a road graph.
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import { ask } from '../../shared/graphql/ask.ts'
import { graphql } from '../../shared/graphql/graphql.ts'
import { lineOf, type Degrees } from './polyline.ts'

export type Box = { readonly south: number; readonly west: number; readonly north: number; readonly east: number }

const TravelQuery = graphql(`
  query Travel { travel { source extract closuresHeeded } }
`)
const RoadMapQuery = graphql(`
  query RoadMap($within: GeoBoxInput!) { roadMap(within: $within) { lines } }
`)

/** What driving is reckoned by; it changes only when the server starts anew. */
export const useTravel = () => useQuery({ queryKey: ['travel'], queryFn: ({ signal }) => ask(TravelQuery, {}, signal).then((answer) => answer.travel), staleTime: 3_600_000 })

/** A box somewhat larger than what is seen, on a coarse grid: a small move asks for nothing new. */
export function boxToRead({ south, west, north, east }: Box): Box {
  const step = 2 ** Math.ceil(Math.log2(Math.max(north - south, east - west, 0.001))) / 4
  const down = (degrees: number) => Math.floor(degrees / step) * step
  const up = (degrees: number) => Math.ceil(degrees / step) * step
  return { south: down(south), west: down(west), north: up(north), east: up(east) }
}

/** The roads of the part of the map last seen, and the way to say what is seen. */
export function useRoadMap(): { roads: readonly Degrees[][]; see: (box: Box) => void } {
  const [seen, setSeen] = useState<Box | null>(null)
  const onGraph = useTravel().data?.source === 'ROAD_GRAPH'
  const key = seen && JSON.stringify(boxToRead(seen))
  const lines = useQuery<string[]>({
    queryKey: ['road-map', key],
    enabled: onGraph && key !== null,
    queryFn: ({ signal }) => ask(RoadMapQuery, { within: JSON.parse(key!) as Box }, signal).then((answer) => answer.roadMap.lines),
    placeholderData: keepPreviousData,
    staleTime: 3_600_000,
  }).data
  const roads = useMemo(() => (lines ?? []).flatMap((line) => {
    const way = lineOf(line)
    return way ? [way] : []
  }), [lines])
  return { roads, see: setSeen }
}
