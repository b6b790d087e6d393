// lay lays the demonstration's district over Liechtenstein, whose roads are in fixtures/roads: the sites keep their places to one
// another, on the scale of its valley. It runs beside the server of a test, on the data directory that it is given.
package main

import (
	"context"
	"log"
	"os"
	"time"

	"changping/internal/postgres/cluster"

	"github.com/jackc/pgx/v5"
)

func main() {
	if err := lay(os.Args[1]); err != nil {
		log.Fatal(err)
	}
}

func lay(dataDir string) error {
	ctx, cancel := context.WithTimeout(context.Background(), 30*time.Second)
	defer cancel()
	server, err := cluster.StartOrJoin(ctx, cluster.Options{DataDir: dataDir})
	if err != nil {
		return err
	}
	defer server.Stop()
	conn, err := pgx.Connect(ctx, server.OwnerURL())
	if err != nil {
		return err
	}
	defer conn.Close(ctx)
	_, err = conn.Exec(ctx, `set search_path = district;
		create temporary table box as select min(latitude) as south, max(latitude) as north, min(longitude) as west, max(longitude) as east from site;
		update site set latitude = 47.10 + (latitude - south) / (north - south) * 0.12, longitude = 9.500 + (longitude - west) / (east - west) * 0.03 from box;
		update organisation set latitude = 47.10 + (latitude - south) / (north - south) * 0.12, longitude = 9.500 + (longitude - west) / (east - west) * 0.03 from box where latitude is not null`)
	return err
}
