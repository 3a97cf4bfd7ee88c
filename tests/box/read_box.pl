# Counts the files of a box that are named: a reader of docs/box.md in another language, which shares nothing with ours.
# It knows the window, copies, order, limits and replaced ballots; grace, money, paper and signed rules are not in it.
use strict; use warnings;
my (@crc, @stars, @channels, %ballots, %sum);
for my $n (0 .. 255) { my $c = $n; $c = $c & 1 ? $c >> 1 ^ 0xEDB88320 : $c >> 1 for 1 .. 8; $crc[$n] = $c }
sub crc32 { my $c = 0xFFFFFFFF; $c = $crc[($c ^ $_) & 255] ^ $c >> 8 for unpack 'C*', $_[0]; $c ^ 0xFFFFFFFF }
for my $path (@ARGV) {
    open my $file, '<:raw', $path or die "$path: $!";
    my ($held, $at, $window) = (do { local $/; <$file> }, 0, 'early');
    while ($at < length $held) {
        my ($magic, $size, $kind, $width, $box, $number, $count, $couples, $ms) = unpack 'a4vCCa8VvvQ<', substr $held, $at;
        die "$path: no block at $at\n" unless ($magic // '') eq 'MBX1' && $at + $size <= length $held;
        my ($block, $sum) = unpack 'a' . ($size - 4) . 'V', substr $held, $at;
        die "$path: block $number is damaged\n" unless crc32($block) == $sum;
        my $body = substr $block, 32; $at += $size;
        if ($kind == 1) {    # OPEN
            $window = 'open' if $window eq 'early';
            @stars = $body =~ /"star":"([^"]*)"/g; @channels = ();
            push @channels, [$1, $2, $3, $4]
                while $body =~ /\{"name":"([^"]*)","limit":(\d+|null),"per":"(\w+)"[^}]*?"replaceable":(true|false)/g;
        }
        $window = 'late' if $kind == 4;
        next unless $kind == 2 && $window eq 'open';
        for (unpack '(a' . (34 + $couples * $width) . ')*', $body) {
            my ($voter, $id, $after, $age, $channel, $zero, @votes) = unpack 'a16a8VVCC' . {1, 'C*', 2, 'v*', 4, 'V*'}->{$width}, $_;
            push @{$ballots{$voter . chr $channel}}, [$ms + $after, $id, @votes];
        }
    }
}
while (my ($key, $cast) = each %ballots) {
    my ($name, $limit, $per, $last) = @{$channels[ord substr $key, 16]};
    my (%seen, %used);
    my @stands = grep { !$seen{$_->[1]}++ } sort { $a->[0] <=> $b->[0] or $a->[1] cmp $b->[1] } @$cast;
    for my $ballot ($last eq 'true' ? $stands[-1] : @stands) {
        for my $c (0 .. $#stars) {
            my ($votes, $of) = ($ballot->[$c + 2], $per eq 'couple' ? $c : 'all');
            my $room = $limit eq 'null' ? $votes : $limit - ($used{$of} // 0);
            $votes = $room if $votes > $room;
            $used{$of} += $votes; $sum{"$name $stars[$c]"} += $votes;
        }
    }
}
print "$_ $sum{$_}\n" for sort keys %sum;
