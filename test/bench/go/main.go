// Shakes hands with every target of an NDJSON file over crypto/tls, the engine under most scanners written in Go.
//
//	scan TARGETS.ndjson CONCURRENCY [ROOT.pem]
//
// With a root every chain and name is verified by crypto/x509, without one nothing is. Exits 1 where a handshake fails.
package main

import (
	"bufio"
	"crypto/tls"
	"crypto/x509"
	"encoding/json"
	"fmt"
	"net"
	"os"
	"strconv"
	"sync"
	"time"
)

type target struct {
	Host    string `json:"host"`
	Address string `json:"address"`
	Port    int    `json:"port"`
}

func main() {
	concurrency, err := strconv.Atoi(os.Args[2])
	check(err)
	config := &tls.Config{InsecureSkipVerify: true, MinVersion: tls.VersionTLS10}
	if len(os.Args) > 3 {
		pem, err := os.ReadFile(os.Args[3])
		check(err)
		config.InsecureSkipVerify = false
		config.RootCAs = x509.NewCertPool()
		config.RootCAs.AppendCertsFromPEM(pem)
	}
	targets := make(chan target, concurrency)
	var workers sync.WaitGroup
	for i := 0; i < concurrency; i++ {
		workers.Add(1)
		go func() {
			defer workers.Done()
			for each := range targets {
				check(shakeHands(each, config))
			}
		}()
	}
	file, err := os.Open(os.Args[1])
	check(err)
	lines := bufio.NewScanner(file)
	for lines.Scan() {
		var each target
		check(json.Unmarshal(lines.Bytes(), &each))
		targets <- each
	}
	close(targets)
	workers.Wait()
}

func shakeHands(each target, shared *tls.Config) error {
	config := shared.Clone()
	config.ServerName = each.Host
	dialer := &net.Dialer{Timeout: 10 * time.Second}
	socket, err := dialer.Dial("tcp", net.JoinHostPort(each.Address, strconv.Itoa(each.Port)))
	if err != nil {
		return err
	}
	defer socket.Close()
	return tls.Client(socket, config).Handshake()
}

func check(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
