// Lists tar archives as Go's archive/tar sees them: the reference that src/image is compared with.
//
//	go run main.go < archives
//
// Standard input is a sequence of archives, each after its length (8 bytes, big-endian). For each
// one JSON line comes out: {"entries": [[type, name, link, size, digest], ...], "error": bool}.
// Names are hexadecimal. An entry whose content cannot be read is not listed, but is an error.
package main

import (
	"archive/tar"
	"bufio"
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"io"
	"os"
)

type listing struct {
	Entries [][]any `json:"entries"`
	Error   bool    `json:"error"`
}

func main() {
	in := bufio.NewReader(os.Stdin)
	out := bufio.NewWriter(os.Stdout)
	defer out.Flush()
	lines := json.NewEncoder(out)
	for {
		var length uint64
		if binary.Read(in, binary.BigEndian, &length) != nil {
			return
		}
		archive := make([]byte, length)
		if _, err := io.ReadFull(in, archive); err != nil {
			panic(err)
		}
		if err := lines.Encode(list(archive)); err != nil {
			panic(err)
		}
	}
}

// What an archive may expand to; the reader under test has the same limit.
const limit = 64 << 20

func list(archive []byte) listing {
	result := listing{Entries: [][]any{}}
	reader := tar.NewReader(bytes.NewReader(archive))
	for {
		header, err := reader.Next()
		if err == io.EOF {
			return result
		}
		if err != nil {
			result.Error = true
			return result
		}
		name, link := header.Name, header.Linkname
		if header.Typeflag == tar.TypeXGlobalHeader {
			name, link = "", ""
		}
		hash := sha256.New()
		size, err := io.Copy(hash, io.LimitReader(reader, limit+1))
		if err != nil || size > limit {
			result.Error = true
			return result
		}
		result.Entries = append(result.Entries, []any{
			string(header.Typeflag), hex.EncodeToString([]byte(name)), hex.EncodeToString([]byte(link)),
			size, hex.EncodeToString(hash.Sum(nil))[:16],
		})
	}
}
